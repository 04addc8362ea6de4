"""The conformance suite of Jupyter against the installed kernel, and what it leaves out: the ipc transport, and widgets as nbclient keeps them."""
import os
import tempfile
import unittest

import jupyter_kernel_test
import nbformat
from jupyter_client import KernelManager
from nbclient import NotebookClient


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


class IpcTest(unittest.TestCase):
    def test_a_client_on_libzmq_reaches_the_kernel_through_files_and_none_is_left(self):
        with tempfile.TemporaryDirectory() as folder:
            manager = KernelManager(kernel_name="winnow", transport="ipc", ip=os.path.join(folder, "kernel"))
            manager.start_kernel()
            try:
                client = manager.client()
                client.start_channels()
                client.wait_for_ready(60)
                said = []
                client.execute_interactive("6 * 7", output_hook=said.append, timeout=60)
                values = [m["content"]["data"]["text/plain"] for m in said if m["msg_type"] == "execute_result"]
                self.assertEqual(values, ["42"])
                self.assertTrue(client.is_alive())
                client.stop_channels()
            finally:
                manager.shutdown_kernel()
            self.assertEqual(os.listdir(folder), [])


class WidgetTest(unittest.TestCase):
    SLIDER = """
        import dev.winnow.display.*;
        var slider = Comms.current().open("jupyter.widget",
            Map.of("buffer_paths", List.of(), "state", Map.of("_model_module", "@jupyter-widgets/controls",
                "_model_module_version", "2.0.0", "_model_name", "IntSliderModel", "value", 3)),
            Map.of("version", "2.1.0"), List.of()).orElseThrow();
        slider.send(Map.of("method", "update", "buffer_paths", List.of(), "state", Map.of("value", 5)));
        display(MimeBundle.text("a slider").with("application/vnd.jupyter.widget-view+json",
            Map.of("version_major", 2, "version_minor", 0, "model_id", slider.id())));
        """

    def test_the_state_of_a_widget_is_kept_with_the_notebook(self):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(self.SLIDER)])
        NotebookClient(book, kernel_name="winnow", timeout=60).execute()
        view = book.cells[0].outputs[0]["data"]["application/vnd.jupyter.widget-view+json"]
        kept = book.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"][view["model_id"]]
        self.assertEqual((kept["model_name"], kept["state"]["value"]), ("IntSliderModel", 5))


if __name__ == "__main__":
    unittest.main()
