// A stand-in for Verso (github.com/DataficationSDK/Verso), which no package registry has: it runs the cells of a .dib file as Verso's C# kernel
// does, and prints what each cell's output becomes. Each rule names the file of Verso that it is taken from.
//   Verso CELLS.dib SOURCE...    SOURCE: folders with packages, the first one that has a package is asked
using Verso;
using Verso.Abstractions;

var packages = new Packages(args[1..]);
var host = new Verso.Extensions.ExtensionHost();
var kernel = new CSharpKernel(packages);
var failed = false;
var number = 0;
foreach (var source in File.ReadAllText(args[0]).Split("#!csharp", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
{
    var cell = new Cell(++number, source, host);

    // src/Verso/Execution/ExecutionPipeline.cs: the display handler is set for the time of the cell.
    using (DisplayContext.SetHandler(new DisplayHandler(cell).DisplayAsync))
    {
        await kernel.ExecuteAsync(source, cell);
    }

    failed |= cell.Outputs.Any(output => output.IsError);
}

return failed ? 1 : 0;
