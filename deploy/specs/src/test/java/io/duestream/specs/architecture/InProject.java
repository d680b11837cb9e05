package io.duestream.specs.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** Which part of the project a class belongs to: the first word of its package below the root. */
record InProject(String root) {
    static InProject below(String root) {
        return new InProject(root);
    }

    DescribedPredicate<JavaClass> outside(List<String> modules) {
        return DescribedPredicate.describe(
                "belong to a part of the project outside " + modules,
                type -> type.getPackageName().startsWith(root + ".") && !modules.contains(part(type.getPackageName())));
    }

    private String part(String packageName) {
        return packageName.substring(root.length() + 1).split("\\.", 2)[0];
    }
}
