/// What the gateway tells about itself, as documents that become JSON.
@NullMarked
package dev.sidestep.gateway.admin;

import org.jspecify.annotations.NullMarked;
