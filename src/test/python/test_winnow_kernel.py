"""The conformance suite of Jupyter against the installed kernel."""
import unittest

import jupyter_kernel_test


class WinnowKernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "winnow"
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("test");'
    completion_samples = [{"text": "System.out.printl", "matches": {"println("}}]
    complete_code_samples = ["1 + 1", "int n = 3;", "for (int i = 0; i < 3; i++) { }"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int f(int n) {", '"""\ntext']
    invalid_code_samples = ["import 3;", "}"]
    code_page_something = "String?"
    code_generate_error = 'throw new IllegalStateException("as asked");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_display_data = [
        {"code": "display(new java.awt.image.BufferedImage(2, 2, 1));", "mime": "image/png"},
        {"code": 'display("text");', "mime": "text/plain"},
    ]
    code_history_pattern = "6 * ?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "System.out.println"
    code_clear_output = "dev.winnow.display.Display.current().clear(false);"


if __name__ == "__main__":
    unittest.main()
