/// What providers say that they offer: their lists of models, read.
@NullMarked
package dev.sidestep.wire.models;

import org.jspecify.annotations.NullMarked;
