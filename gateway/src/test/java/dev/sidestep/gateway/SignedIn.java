package dev.sidestep.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;

/// A browser that has signed in, as far as its headers go.
///
/// @param cookie a header line
/// @param csrf a header line
record SignedIn(String cookie, String csrf) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SignedIn with(Bench bench, String key) throws Exception {
        HttpResponse<String> answer = bench.post("/api/v1/session", "{\"key\":\"" + key + "\"}");
        JsonNode document = JSON.readTree(answer.body());
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        return new SignedIn(
                "cookie: " + cookie.substring(0, cookie.indexOf(';')),
                "x-sidestep-csrf: " + document.path("csrf").textValue());
    }

    /// The same as names and values.
    String[] headers() {
        return new String[] {
            "cookie",
            cookie.substring("cookie: ".length()),
            "x-sidestep-csrf",
            csrf.substring("x-sidestep-csrf: ".length())
        };
    }
}
