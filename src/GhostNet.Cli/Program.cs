using GhostNet.Cli;

return await Application.RunAsync(args).ConfigureAwait(false);
