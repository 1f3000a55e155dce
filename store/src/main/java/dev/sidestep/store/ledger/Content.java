package dev.sidestep.store.ledger;

/// What a call said and what it was answered, where the operator has that recorded. Immutable.
///
/// @param call the call's id
/// @param request the client's body, cut at a bound
/// @param answer the client's answer, cut at a bound; empty where none came
public record Content(String call, String request, String answer) {}
