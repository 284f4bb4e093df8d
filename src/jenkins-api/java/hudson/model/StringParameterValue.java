package hudson.model;

public class StringParameterValue extends ParameterValue {
    private static final long serialVersionUID = 1L;

    public String value;

    public StringParameterValue(String name, String value, String description) {
        super(name, description);
        this.value = value;
    }

    @Override
    public String getValue() {
        return value;
    }
}
