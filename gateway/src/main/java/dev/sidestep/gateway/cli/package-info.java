/// The command line: one class per command.
@NullMarked
package dev.sidestep.gateway.cli;

import org.jspecify.annotations.NullMarked;
