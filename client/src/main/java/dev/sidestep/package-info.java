/// Sidestep inside a Java application: chat calls that go round rate limits, with no gateway.
@NullMarked
package dev.sidestep;

import org.jspecify.annotations.NullMarked;
