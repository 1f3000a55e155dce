package dev.sidestep.wire.gemini;

import static dev.sidestep.wire.gemini.Asked.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemasTest {
    @ParameterizedTest(name = "case {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            30 | {'type':'object','anyOf':[{'required':['a']},{'$ref':'#/$defs/x'}],'properties':{'a':{}},'$defs':{'x':{'type':'object'}}} | {'type':'object','anyOf':[{},{'$ref':'#/$defs/x'}],'properties':{'a':{}},'$defs':{'x':{'type':'object'}}} | required
            31 | {'$schema':'x','type':'object','additionalProperties':false,'properties':{}} | {'type':'object','additionalProperties':false,'properties':{}} |
            31 | {'const':'a'}                                  | {'enum':['a']}                             |
            31 | {'type':'integer','exclusiveMinimum':0}        | {'type':'integer','minimum':1}             | exclusiveMinimum
            31 | {'type':'number','exclusiveMaximum':0.5}       | {'type':'number','maximum':0.5}            | exclusiveMaximum
            31 | {'type':'object','propertyNames':{'pattern':'x'}} | {'type':'object'}                       | propertyNames
            31 | {'oneOf':[{'type':'string'},{'type':'null'}]}  | {'oneOf':[{'type':'string'},{'type':'null'}]} |
            31 | {'type':'string','minLength':1,'format':'date'} | {'type':'string','format':'date'}         | minLength
            32 | {'type':['string','null']}                     | {'type':['string','null']}                 |
            32 | {'anyOf':[{'type':'string'},{'type':'null'}],'description':'d'} | {'anyOf':[{'type':'string'},{'type':'null'}],'description':'d'} |
            32 | {'type':'string','nullable':true}              | {'type':['string','null']}                 |
            34 | {'type':'integer','enum':[1,2,3]}              | {'type':'integer','enum':[1,2,3]}          |
            34 | {'enum':[true,'a',null]}                       | {'enum':['a']}                             | enum
            0  | {'allOf':[{'$ref':'#/$defs/x'}],'description':'d','$defs':{'x':{}}} | {'$ref':'#/$defs/x','$defs':{'x':{}}} | other keywords
            0  | {'allOf':[{'properties':{'a':{}},'required':['a']},{'properties':{'b':{}},'required':['b']}],'type':'object'} | {'type':'object','properties':{'a':{},'b':{}},'required':['a','b']} |
            0  | {'type':'object','properties':{'a':true,'b':false}} | {'type':'object','properties':{'a':{},'b':{}}} | other keywords
            0  | {'type':'object','required':['ghost']}         | {'type':'object'}                          | required
            0  | {'type':'array','items':[{'type':'string'}]}   | {'type':'array','prefixItems':[{'type':'string'}]} |
            0  | {'type':'string','description':null,'title':7} | {'type':'string'}                          |
            0  | 7                                              | {}                                         | other keywords
            """)
    void schemasAreSaidInGeminisWords(int number, String schema, String written, String lost) {
        JsonSchemas.Fitted fitted = JsonSchemas.answer(json(schema));

        assertThat(json(fitted.schema().toString())).isEqualTo(json(written));
        assertThat(String.join(" ", fitted.lost())).isEqualTo(lost == null ? "" : lost);
    }

    @Test
    void olderDefinitionsAreFoundAndTheRootShowsWhatItIs() {
        String schema = """
                {'$ref':'#/definitions/node','definitions':{'node':{'type':'object','properties':
                  {'leaf':{'$ref':'#/definitions/leaf'}}},'leaf':{'type':'string'}}}""";

        assertThat(JsonSchemas.parameters(json(schema)).schema()).isEqualTo(json("""
                {'type':'object','properties':{'leaf':{'$ref':'#/$defs/leaf'}},'$defs':{'node':{'type':'object',
                  'properties':{'leaf':{'$ref':'#/$defs/leaf'}}},'leaf':{'type':'string'}}}"""));
    }

    @Test
    void case33WhatLeadsBackToItselfMayBeMissing() {
        String schema = """
                {'type':'object','properties':{'tree':{'$ref':'#/$defs/node'}},'required':['tree'],'$defs':{'node':
                  {'type':'object','properties':{'name':{'type':'string'},'kids':{'type':'array','items':
                    {'$ref':'#/$defs/node'}}},'required':['name','kids']}}}""";

        JsonSchemas.Fitted fitted = JsonSchemas.parameters(json(schema));

        assertThat(fitted.schema().path("required")).isEqualTo(json("['tree']"));
        assertThat(fitted.schema().at("/$defs/node/required")).isEqualTo(json("['name']"));
        assertThat(fitted.lost()).containsExactly("required");
    }

    @Test
    void case33CirclesThroughSeveralDefinitionsAreFound() {
        String schema = """
                {'type':'object','properties':{},'$defs':{
                  'a':{'type':'object','properties':{'b':{'$ref':'#/$defs/b'}},'required':['b']},
                  'b':{'type':'object','properties':{'a':{'anyOf':[{'$ref':'#/$defs/a'}]}},'required':['a']}}}""";

        assertThat(JsonSchemas.parameters(json(schema)).schema().findValues("required"))
                .isEmpty();
    }

    @Test
    void referencesToNowhereAndToThemselvesDoNoHarm() {
        assertThat(JsonSchemas.parameters(json("{'$ref':'#/$defs/gone'}")).schema())
                .isEqualTo(json("{'$ref':'#/$defs/gone'}"));
        assertThat(JsonSchemas.parameters(json("{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}}"))
                        .schema())
                .isEqualTo(json("{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}}"));
    }

    @Test
    void case35TheOrderOfPropertiesStays() {
        String schema = "{'type':'object','properties':{'z':{},'a':{},'m':{}},'required':['m','z']}";

        assertThat(JsonSchemas.parameters(json(schema)).schema().toString()).isEqualTo(schema.replace('\'', '"'));
    }
}
