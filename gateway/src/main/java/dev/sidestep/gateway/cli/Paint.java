package dev.sidestep.gateway.cli;

/// The few colours of the command line, by meaning.
enum Paint {
    TITLE("1"),
    GOOD("32"),
    LIMITED("33"),
    BAD("31"),
    MOVE("36"),
    FAINT("2"),
    PLAIN("");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    String over(String text) {
        return text.isEmpty() || code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
