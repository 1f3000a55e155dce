/// What is configured: providers, accounts, routes and knobs, from code, YAML or the environment.
///
/// [SidestepConfig] is the result. [ConfigDocument] reads one YAML file for several readers, and
/// reports the mistakes of all of them at once, each with its line.
@NullMarked
package dev.sidestep.config;

import org.jspecify.annotations.NullMarked;
