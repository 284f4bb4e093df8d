package io.jenkins.plugins.ocichart;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The fields and methods that a class file refers to, from its constant pool (JVMS 17 §4.4). */
final class MemberReferences {
    /** {@code owner} is a binary class name, {@code descriptor} that of the class file. */
    record Reference(String owner, String name, String descriptor) {}

    private record Pair(int first, int second) {}

    private MemberReferences() {}

    static List<Reference> of(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        in.skipNBytes(8);
        Object[] pool = new Object[in.readUnsignedShort()];
        List<Pair> references = new ArrayList<>();
        for (int i = 1; i < pool.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> pool[i] = in.readUTF();
                case 7 -> pool[i] = in.readUnsignedShort();
                case 9, 10, 11 -> references.add(new Pair(in.readUnsignedShort(), in.readUnsignedShort()));
                case 12 -> pool[i] = new Pair(in.readUnsignedShort(), in.readUnsignedShort());
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // such a constant takes two places
                }
                default -> throw new IOException("constant pool tag " + tag);
            }
        }
        return references.stream()
                .map(reference -> {
                    String owner = (String) pool[(Integer) pool[reference.first()]];
                    Pair nameAndType = (Pair) pool[reference.second()];
                    return new Reference(owner.replace('/', '.'), (String) pool[nameAndType.first()], (String)
                            pool[nameAndType.second()]);
                })
                .toList();
    }
}
