// The part of the Python extension's API that is asked for, since the real one comes from the
// marketplace alone. It has chosen the interpreter in the folder that is open.
const { EventEmitter, Uri, workspace } = require('vscode');

const interpreter = Uri.joinPath(workspace.workspaceFolders[0].uri, '.venv/bin/python');

exports.activate = () => ({
  environments: {
    getActiveEnvironmentPath: () => ({ id: 'chosen', path: interpreter.fsPath }),
    resolveEnvironment: async () => ({ executable: { uri: interpreter } }),
    onDidChangeActiveEnvironmentPath: new EventEmitter().event,
  },
});
