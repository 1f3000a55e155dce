package dev.sidestep.config;

/// Where an account was written down, for people who want to change it. Immutable.
public sealed interface AccountOrigin {
    /// In a program.
    AccountOrigin CODE = new Code();

    /// Built by a program.
    record Code() implements AccountOrigin {}

    /// A variable of the environment.
    ///
    /// @param variable its name, such as `GROQ_API_KEY_2`
    record Environment(String variable) implements AccountOrigin {}

    /// A configuration file.
    ///
    /// @param source its name, as in messages
    /// @param line where the account begins, from 1; 0 where nobody knows
    record File(String source, int line) implements AccountOrigin {}
}
