/// Fakes and builders that the tests of the core share.
@NullMarked
package dev.sidestep.core.testing;

import org.jspecify.annotations.NullMarked;
