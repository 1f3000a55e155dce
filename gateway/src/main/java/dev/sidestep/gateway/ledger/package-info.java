/// What the gateway writes into the ledger: events become rows, and tokens become costs.
@NullMarked
package dev.sidestep.gateway.ledger;

import org.jspecify.annotations.NullMarked;
