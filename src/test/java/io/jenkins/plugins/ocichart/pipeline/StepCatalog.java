package io.jenkins.plugins.ocichart.pipeline;

import hudson.Extension;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The plugin's steps by function name, found as Jenkins finds them: in the index of {@code @Extension} classes. Arguments
 * are bound as Jenkins binds them: by the constructor's parameter names, then by fields.
 */
final class StepCatalog {
    private final Map<String, StepDescriptor> descriptors = new TreeMap<>();
    private final List<Class<?>> extensions = new ArrayList<>();

    StepCatalog() {
        for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class)) {
            try {
                if (item.element() instanceof Class<?> type) {
                    extensions.add(type);
                }
                if (item.element() instanceof Class<?> type && StepDescriptor.class.isAssignableFrom(type)) {
                    StepDescriptor descriptor = (StepDescriptor) item.instance();
                    descriptors.put(descriptor.getFunctionName(), descriptor);
                }
            } catch (InstantiationException e) {
                throw new IllegalStateException(item + " cannot be made", e);
            }
        }
    }

    boolean has(String function) {
        return descriptors.containsKey(function);
    }

    Set<String> functions() {
        return descriptors.keySet();
    }

    /** All classes in the index. */
    List<Class<?>> extensions() {
        return extensions;
    }

    StepDescriptor descriptor(String function) {
        return descriptors.get(function);
    }

    Step newStep(String function, Map<?, ?> arguments) throws ReflectiveOperationException {
        Class<?> type = descriptors.get(function).getClass().getEnclosingClass();
        Map<String, Object> left = new HashMap<>();
        arguments.forEach((key, value) -> left.put(key.toString(), value));
        Step step = construct(type, left);
        for (Field field : type.getFields()) {
            if (field.isAnnotationPresent(DataBoundSetter.class) && left.containsKey(field.getName())) {
                field.set(step, converted(left.remove(field.getName()), field.getType()));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(function + " has no parameter " + left.keySet());
        }
        return step;
    }

    private static Step construct(Class<?> type, Map<String, Object> arguments) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                Parameter[] parameters = constructor.getParameters();
                Object[] values = new Object[parameters.length];
                for (int i = 0; i < parameters.length; i++) {
                    values[i] = converted(arguments.remove(parameters[i].getName()), parameters[i].getType());
                }
                return (Step) constructor.newInstance(values);
            }
        }
        throw new IllegalStateException(type + " has no @DataBoundConstructor");
    }

    private static Object converted(Object value, Class<?> type) {
        return value instanceof CharSequence && type == String.class ? value.toString() : value;
    }
}
