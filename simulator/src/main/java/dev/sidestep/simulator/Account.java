package dev.sidestep.simulator;

/// Who a request came from, once its key has been looked up.
record Account(String name, String organization) {}
