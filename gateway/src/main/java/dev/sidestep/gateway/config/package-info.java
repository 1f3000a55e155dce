/// The server's part of the configuration file.
@NullMarked
package dev.sidestep.gateway.config;

import org.jspecify.annotations.NullMarked;
