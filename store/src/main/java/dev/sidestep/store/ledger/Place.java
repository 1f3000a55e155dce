package dev.sidestep.store.ledger;

/// Who was asked. Immutable.
///
/// @param provider the provider's type
/// @param account the account's name
/// @param model the model's id there
public record Place(String provider, String account, String model) {
    /// Nobody was.
    public static final Place NOWHERE = new Place("", "", "");
}
