/// Accounts as a person changes them while the gateway runs: in the configuration's file, or beside it.
@NullMarked
package dev.sidestep.gateway.accounts;

import org.jspecify.annotations.NullMarked;
