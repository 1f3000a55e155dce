/// What is counted and timed, for Prometheus.
@NullMarked
package dev.sidestep.gateway.metrics;

import org.jspecify.annotations.NullMarked;
