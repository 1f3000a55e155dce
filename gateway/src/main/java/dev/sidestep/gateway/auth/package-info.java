/// Who may call.
@NullMarked
package dev.sidestep.gateway.auth;

import org.jspecify.annotations.NullMarked;
