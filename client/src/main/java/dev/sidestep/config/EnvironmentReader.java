package dev.sidestep.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads accounts from the usual environment variables: `GROQ_API_KEY`, `GROQ_API_KEY_2`,
/// `GROQ_BASE_URL`, and so on.
final class EnvironmentReader {
    /// The last number that a further key's variable may end with.
    private static final int MAX_NUMBER = 99;

    private final Map<String, String> environment;
    private final Report report;

    EnvironmentReader(Map<String, String> environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    List<AccountConfig> read() {
        List<AccountConfig> accounts = new ArrayList<>();
        BuiltIn.all().values().forEach(builtIn -> read(builtIn, accounts));
        return accounts;
    }

    private void read(BuiltIn builtIn, List<AccountConfig> accounts) {
        String name = builtIn.provider().name();
        String urlVariable = name.toUpperCase(Locale.ROOT) + "_BASE_URL";
        Optional<URI> baseUrl = baseUrl(urlVariable);
        if (builtIn.keyVariables().isEmpty()) {
            baseUrl.ifPresent(url -> accounts.add(AccountConfig.builder(name)
                    .baseUrl(url)
                    .origin(new AccountOrigin.Environment(urlVariable))
                    .build()));
            return;
        }
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String suffix = number == 1 ? "" : "-" + number;
            Optional<String> variable = variable(builtIn.keyVariables(), suffix.replace('-', '_'));
            variable.flatMap(this::secret).ifPresent(key -> {
                AccountConfig.Builder account = AccountConfig.builder(name + suffix)
                        .provider(name)
                        .key(key)
                        .origin(new AccountOrigin.Environment(variable.get()));
                baseUrl.ifPresent(account::baseUrl);
                accounts.add(account.build());
            });
        }
    }

    /// The first of these variables that is set.
    private Optional<String> variable(List<String> variables, String suffix) {
        return variables.stream()
                .map(variable -> variable + suffix)
                .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
                .findFirst();
    }

    private Optional<Secret> secret(String variable) {
        try {
            return Optional.of(Secret.of(environment.getOrDefault(variable, "")));
        } catch (IllegalArgumentException malformed) {
            report.mistake(variable, String.valueOf(malformed.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<URI> baseUrl(String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> url = BaseUrls.parse(value);
        if (url.isEmpty()) {
            report.mistake(variable, "expected " + BaseUrls.EXPECTED);
        }
        return url;
    }
}
