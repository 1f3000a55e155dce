package dev.sidestep.wire.canonical;

import java.util.List;

/// How far the model is free in its use of tools.
public sealed interface ToolChoice {
    /// Nothing was said.
    record Unsaid() implements ToolChoice {}

    /// As it likes.
    record Auto() implements ToolChoice {}

    /// None.
    record None() implements ToolChoice {}

    /// At least one.
    record Required() implements ToolChoice {}

    /// This one.
    record Named(String name) implements ToolChoice {}

    /// One of these.
    ///
    /// @param isRequired whether it must use one at all
    record Among(List<String> names, boolean isRequired) implements ToolChoice {
        public Among {
            names = List.copyOf(names);
        }
    }

    /// True where the model must use a tool.
    default boolean isForced() {
        return switch (this) {
            case Required _, Named _ -> true;
            case Among(var _, var required) -> required;
            case Unsaid _, Auto _, None _ -> false;
        };
    }
}
