namespace GhostNet.Graph;

/// <summary>What a model computes when it predicts, as a graph of operations.</summary>
internal sealed class LayerGraph
{
    private readonly Dictionary<Node, int> _uses = [];

    /// <summary>The graph that makes a node.</summary>
    public LayerGraph(Node output)
    {
        Output = output;
        Nodes = Ordered(output);
        Input = Nodes.Single(node => node.Operation is Operation.Input);
        _uses[output] = 1;
        foreach (var input in Nodes.SelectMany(node => node.Inputs))
        {
            _uses[input] = Uses(input) + 1;
        }
    }

    /// <summary>All nodes, each after those that it needs.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>What the model is given.</summary>
    public Node Input { get; }

    /// <summary>What the model makes.</summary>
    public Node Output { get; }

    /// <summary>How many want what a node makes.</summary>
    public int Uses(Node node) => _uses.GetValueOrDefault(node);

    /// <summary>Another graph, made node by node.</summary>
    /// <param name="replace">
    /// Gets a node whose inputs are those of the new graph, and the node as it was; gives what takes its place.
    /// </param>
    public LayerGraph Rewrite(Func<Node, Node, Node> replace)
    {
        var replaced = new Dictionary<Node, Node>();
        foreach (var node in Nodes)
        {
            var inputs = node.Inputs.Select(input => replaced[input]).ToList();
            replaced[node] = replace(inputs.SequenceEqual(node.Inputs) ? node : node with { Inputs = inputs }, node);
        }

        return new LayerGraph(replaced[Output]);
    }

    /// <summary>What a node needs before the node, without recursion: networks can be deep.</summary>
    private static List<Node> Ordered(Node output)
    {
        var (ordered, seen, open) = (new List<Node>(), new HashSet<Node>(), new Stack<(Node Node, bool IsReady)>());
        open.Push((output, false));
        while (open.TryPop(out var next))
        {
            if (next.IsReady)
            {
                ordered.Add(next.Node);
            }
            else if (seen.Add(next.Node))
            {
                open.Push((next.Node, true));
                foreach (var input in next.Node.Inputs.Reverse())
                {
                    open.Push((input, false));
                }
            }
        }

        return ordered;
    }
}
