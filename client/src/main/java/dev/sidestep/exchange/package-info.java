/// The data path: calls on event loops, driven by the decisions of the core. The library's public
/// face and the gateway both go through it, so there is one failover and not two.
@NullMarked
package dev.sidestep.exchange;

import org.jspecify.annotations.NullMarked;
