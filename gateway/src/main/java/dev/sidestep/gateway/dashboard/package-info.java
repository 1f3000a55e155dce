/// What a person sees in the browser: the pages, and the stream of what happens.
@NullMarked
package dev.sidestep.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
