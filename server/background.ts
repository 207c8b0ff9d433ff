import { createBackgroundTasks } from "./backgroundTasks.ts";
import { serveTasks } from "./lsp/background/taskServer.ts";

// Entry of the processes that index, search and trace beside the language server, which starts them.

const { handlers, close } = createBackgroundTasks();
serveTasks(handlers, close);
