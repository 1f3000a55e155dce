package dev.sidestep.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every input that the fuzzers start from or once failed at, and none at all, without a fuzzer: `docs/testing.md` says
/// how to let one look for more.
final class CorpusTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 100);

    static final List<Class<?>> FUZZERS = List.of(
            AnswerFuzzer.class,
            CallFuzzer.class,
            EditFuzzer.class,
            RefusalFuzzer.class,
            SseFuzzer.class,
            StreamFuzzer.class);

    @ParameterizedTest
    @FieldSource("FUZZERS")
    void everyInputKeepsWhatItsFuzzerDemands(Class<?> fuzzer) throws Exception {
        Method target = target(fuzzer);
        List<Path> inputs = inputs(fuzzer, target);

        assertThat(inputs).hasSizeGreaterThanOrEqualTo(3);
        feed(target, new byte[0], "nothing");
        for (Path input : inputs) {
            feed(target, Files.readAllBytes(input), input.getFileName().toString());
        }
    }

    @ParameterizedTest
    @FieldSource("FUZZERS")
    void everyInputWithOtherJsonInItDoesToo(Class<?> fuzzer) throws Exception {
        Method target = target(fuzzer);
        for (Path input : inputs(fuzzer, target)) {
            byte[] bytes = Files.readAllBytes(input);
            for (int seed = 0; seed < MUTATIONS; seed++) {
                byte[] mutated = new Mutation(new SplittableRandom(seed)).of(bytes);
                feed(target, mutated, input.getFileName() + " with seed " + seed);
            }
        }
    }

    private static Method target(Class<?> fuzzer) {
        return Arrays.stream(fuzzer.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> inputs(Class<?> fuzzer, Method target) throws Exception {
        String folder = fuzzer.getSimpleName() + "Inputs/" + target.getName();
        try (Stream<Path> files = Files.list(Path.of(fuzzer.getResource(folder).toURI()))) {
            return files.sorted().toList();
        }
    }

    private static void feed(Method target, byte[] input, String name) throws Exception {
        try {
            target.invoke(target.getDeclaringClass().getDeclaredConstructor().newInstance(), (Object) input);
        } catch (InvocationTargetException failed) {
            throw new AssertionError(target.getDeclaringClass().getSimpleName() + " at " + name, failed.getCause());
        }
    }
}
