/// Fetching the images and documents that calls have at addresses, and nothing that such an address should not reach.
@NullMarked
package dev.sidestep.exchange.fetch;

import org.jspecify.annotations.NullMarked;
