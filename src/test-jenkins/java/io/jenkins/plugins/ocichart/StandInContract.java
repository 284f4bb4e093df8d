package io.jenkins.plugins.ocichart;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a stand-in with the class that it stands in for. The two are loaded by different loaders, so types are
 * compared by their names.
 */
final class StandInContract {
    private static final int TYPE_MODIFIERS = Modifier.PUBLIC
            | Modifier.PROTECTED
            | Modifier.STATIC
            | Modifier.FINAL
            | Modifier.ABSTRACT
            | Modifier.INTERFACE;
    private static final int MEMBER_MODIFIERS =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    private final Class<?> standIn;
    private final Class<?> real;
    private final List<String> breaches = new ArrayList<>();

    private StandInContract(Class<?> standIn, Class<?> real) {
        this.standIn = standIn;
        this.real = real;
    }

    /** What {@code standIn} declares and {@code real} has not, or has otherwise, one line each. */
    static List<String> breaches(Class<?> standIn, Class<?> real) {
        StandInContract contract = new StandInContract(standIn, real);
        contract.compareTypes();
        Stream.of(standIn.getDeclaredConstructors())
                .filter(StandInContract::isPartOfTheApi)
                .forEach(contract::compare);
        Stream.of(standIn.getDeclaredMethods())
                .filter(StandInContract::isPartOfTheApi)
                .forEach(contract::compare);
        Stream.of(standIn.getDeclaredFields())
                .filter(StandInContract::isPartOfTheApi)
                .forEach(contract::compare);
        return contract.breaches;
    }

    private void compareTypes() {
        same("kind", standIn, real, StandInContract::kind);
        same("type parameters", standIn, real, type -> typeParameters(type.getTypeParameters()));
        Set<String> invented = new TreeSet<>(names(supertypes(standIn)));
        invented.removeAll(names(supertypes(real)));
        if (!invented.isEmpty()) {
            breaches.add("is no " + invented);
        }
        compareAnnotations("the type", standIn, real);
    }

    private void compare(Constructor<?> constructor) {
        Stream.of(real.getDeclaredConstructors())
                .filter(candidate -> parameters(candidate).equals(parameters(constructor)))
                .findFirst()
                .ifPresentOrElse(
                        found -> compareExecutables(constructor, found),
                        () -> breaches.add("has no constructor " + parameters(constructor)));
    }

    private void compare(Method method) {
        supertypes(real).stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(candidate -> candidate.getName().equals(method.getName())
                        && parameters(candidate).equals(parameters(method))
                        && candidate
                                .getReturnType()
                                .getName()
                                .equals(method.getReturnType().getName()))
                .findFirst()
                .ifPresentOrElse(
                        found -> {
                            compareExecutables(method, found);
                            same(method + " default", method, found, StandInContract::defaultValue);
                            if (!found.isBridge()) {
                                same(
                                        method + " result",
                                        method,
                                        found,
                                        one -> one.getGenericReturnType().getTypeName());
                            }
                        },
                        () -> breaches.add("has no " + method));
    }

    private void compareExecutables(Executable declared, Executable found) {
        same(declared + " modifiers", declared, found, one -> Modifier.toString(one.getModifiers() & MEMBER_MODIFIERS));
        same(declared + " exceptions", declared, found, StandInContract::checkedExceptions);
        same(declared + " varargs", declared, found, Executable::isVarArgs);
        same(declared + " type parameters", declared, found, one -> typeParameters(one.getTypeParameters()));
        same(
                declared + " generic parameters",
                declared,
                found,
                one -> Stream.of(one.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .toList());
        compareAnnotations(declared.toString(), declared, found);
    }

    private void compare(Field field) {
        supertypes(real).stream()
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(candidate -> candidate.getName().equals(field.getName()))
                .findFirst()
                .ifPresentOrElse(
                        found -> {
                            same(
                                    field + " modifiers",
                                    field,
                                    found,
                                    one -> Modifier.toString(one.getModifiers() & MEMBER_MODIFIERS));
                            same(
                                    field + " type",
                                    field,
                                    found,
                                    one -> one.getGenericType().getTypeName());
                            if (isConstant(field)) {
                                same(field + " value", field, found, StandInContract::value);
                            }
                        },
                        () -> breaches.add("has no " + field));
    }

    /** An annotation type is told by its own annotations; elsewhere a stand-in may leave some out. */
    private void compareAnnotations(String what, AnnotatedElement declared, AnnotatedElement found) {
        Set<String> inStandIn = annotations(declared);
        Set<String> inReal = annotations(found);
        if (standIn.isAnnotation() && declared == standIn
                ? !inStandIn.equals(inReal)
                : !inReal.containsAll(inStandIn)) {
            breaches.add(what + " annotations: " + inStandIn + ", in Jenkins " + inReal);
        }
    }

    private <T> void same(String what, T declared, T found, Function<T, ?> property) {
        Object inStandIn = property.apply(declared);
        Object inReal = property.apply(found);
        if (!Objects.equals(inStandIn, inReal)) {
            breaches.add(what + ": " + inStandIn + ", in Jenkins " + inReal);
        }
    }

    private static boolean isPartOfTheApi(Member member) {
        return !member.isSynthetic()
                && (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()));
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            // final or abstract as its constants have bodies or not, which nobody outside sees
            return "enum "
                    + Modifier.toString(type.getModifiers() & TYPE_MODIFIERS & ~Modifier.FINAL & ~Modifier.ABSTRACT);
        }
        String special = type.isRecord() ? "record " : type.isAnnotation() ? "@" : "";
        return special + Modifier.toString(type.getModifiers() & TYPE_MODIFIERS);
    }

    private static String defaultValue(Method element) {
        return element.getDefaultValue() instanceof Object[] values
                ? Arrays.toString(values)
                : Objects.toString(element.getDefaultValue());
    }

    private static List<String> parameters(Executable executable) {
        return names(List.of(executable.getParameterTypes()));
    }

    private static Set<String> checkedExceptions(Executable executable) {
        return Stream.of(executable.getExceptionTypes())
                .filter(type -> !RuntimeException.class.isAssignableFrom(type) && !Error.class.isAssignableFrom(type))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        return Stream.of(variables)
                .map(variable -> variable.getName() + " extends "
                        + Stream.of(variable.getBounds()).map(Type::getTypeName).toList())
                .toList()
                .toString();
    }

    /** The type itself first, then its superclasses, then every interface. */
    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            types.add(next);
        }
        for (Class<?> next : List.copyOf(types)) {
            for (Class<?> implemented : next.getInterfaces()) {
                types.addAll(supertypes(implemented));
            }
        }
        return types;
    }

    private static List<String> names(Iterable<? extends Class<?>> types) {
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.getName()));
        return names;
    }

    private static Set<String> annotations(AnnotatedElement element) {
        return Stream.of(element.getDeclaredAnnotations())
                .map(Annotation::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The compiler copies the values of such fields into the classes that use them. */
    private static boolean isConstant(Field field) {
        return Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    private static Object value(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
