package dev.winnow.session;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Weaves {@link Stop#check} into user code: before every jump backwards, at the entry of every method, and at the lines and the end of
 * a cell. The call takes nothing and adds no branch, so the stack maps that javac wrote stay true. Calls into java.util.regex go
 * through {@link StoppableText}.
 */
final class StopChecks {
    private static final String STOP = Stop.class.getName().replace('.', '/');

    private static final String TEXT = StoppableText.class.getName().replace('.', '/');
    private static final Set<String> STRING = Set.of("matches", "replaceAll", "replaceFirst", "split");
    private static final Set<String> PATTERN = Set.of(
            "matcher(Ljava/lang/CharSequence;)Ljava/util/regex/Matcher;",
            "matches(Ljava/lang/String;Ljava/lang/CharSequence;)Z",
            "split(Ljava/lang/CharSequence;)[Ljava/lang/String;");

    private StopChecks() {}

    private static boolean readsByRegex(MethodInsnNode call) {
        return call.owner.equals("java/lang/String") && STRING.contains(call.name)
                || call.owner.equals("java/util/regex/Pattern") && PATTERN.contains(call.name + call.desc);
    }

    static byte[] weave(byte[] code) {
        ClassNode node = new ClassNode();
        new ClassReader(code).accept(node, 0);
        for (MethodNode method : node.methods) {
            InsnList instructions = method.instructions;
            if (instructions.size() == 0) {
                continue;
            }
            for (AbstractInsnNode instruction : instructions.toArray()) {
                // Between the statements of a run too: an interrupt that one of them swallows still ends the cell.
                if (instruction instanceof MethodInsnNode call && readsByRegex(call)) {
                    String type = call.getOpcode() == Opcodes.INVOKESTATIC
                            ? call.desc
                            : "(L" + call.owner + ";" + call.desc.substring(1);
                    instructions.set(call, new MethodInsnNode(Opcodes.INVOKESTATIC, TEXT, call.name, type));
                } else if (instruction instanceof LineNumberNode && Evaluator.isRun(method.name)) {
                    instructions.insertBefore(behindFrames(instruction), check());
                } else if (goesBack(instructions, instruction)
                        // A call that outlasts the interrupt, such as waiting for a thread that the stop ends, may be
                        // the last.
                        || instruction.getOpcode() == Opcodes.RETURN && Evaluator.isRun(method.name)) {
                    instructions.insertBefore(instruction, check());
                }
            }
            // A constructor may check only after super(), which back edges always are.
            if (!method.name.equals("<init>")) {
                instructions.insert(check());
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** The instruction that a line begins with; labels and stack maps before it stay together. */
    private static AbstractInsnNode behindFrames(AbstractInsnNode line) {
        AbstractInsnNode next = line;
        while (next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }

    private static boolean goesBack(InsnList all, AbstractInsnNode instruction) {
        if (instruction instanceof JumpInsnNode jump) {
            return before(all, jump.label, instruction);
        }
        if (instruction instanceof LookupSwitchInsnNode choice) {
            return anyBefore(all, choice.labels, choice.dflt, instruction);
        }
        return instruction instanceof TableSwitchInsnNode choice
                && anyBefore(all, choice.labels, choice.dflt, instruction);
    }

    private static boolean anyBefore(InsnList all, List<LabelNode> labels, LabelNode other, AbstractInsnNode from) {
        return before(all, other, from) || labels.stream().anyMatch(label -> before(all, label, from));
    }

    private static boolean before(InsnList all, LabelNode label, AbstractInsnNode from) {
        return all.indexOf(label) < all.indexOf(from);
    }

    private static MethodInsnNode check() {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, STOP, "check", "()V");
    }
}
