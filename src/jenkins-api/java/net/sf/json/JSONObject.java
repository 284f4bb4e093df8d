package net.sf.json;

public final class JSONObject {
    private JSONObject() {}

    public String getString(String key) {
        throw new UnsupportedOperationException("stand-in");
    }

    public Object opt(String key) {
        throw new UnsupportedOperationException("stand-in");
    }

    public Object remove(String key) {
        throw new UnsupportedOperationException("stand-in");
    }
}
