/// Spans of calls and their attempts, and how they get to a collector. Nothing of OpenTelemetry is loaded where nobody
/// wants spans.
@NullMarked
package dev.sidestep.gateway.trace;

import org.jspecify.annotations.NullMarked;
