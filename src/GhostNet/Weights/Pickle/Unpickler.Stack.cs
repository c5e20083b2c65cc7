using GhostNet.IO;

namespace GhostNet.Weights.Pickle;

/// <content>The stack of the machine, what is on top of it, and the memo.</content>
internal ref partial struct Unpickler
{
    private readonly object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Wrong("it takes something from an empty stack");

    private readonly object? Pop()
    {
        var top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private readonly object?[] PopMany(int count) =>
        _stack.Count - Floor >= count ? PopFrom(_stack.Count - count) : throw Wrong("it takes something from an empty stack");

    private readonly object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Wrong("it goes back to a mark that is not there");
        }

        var start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return PopFrom(start);
    }

    private readonly object?[] PopFrom(int start)
    {
        _budget.Charge(ItemCost + (sizeof(long) * (_stack.Count - start)));
        var items = new object?[_stack.Count - start];
        _stack.CopyTo(start, items, 0, items.Length);
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    private readonly T Charged<T>(T value)
    {
        _budget.Charge(ObjectCost);
        return value;
    }

    private readonly PickleTuple Tuple(params object?[] items) => Charged(new PickleTuple(items));

    private readonly void Append(params object?[] items)
    {
        switch (Peek())
        {
            case PickleList list:
                _budget.Charge(ItemCost * items.Length);
                list.Items.AddRange(items);
                break;
            case PickleUnknown:
                break;
            default:
                throw Wrong("it appends to something that is no list");
        }
    }

    private readonly void SetItems(object?[] items)
    {
        if (Peek() is PickleUnknown)
        {
            return;
        }

        if (Peek() is not PickleDict dict || items.Length % 2 != 0)
        {
            throw Wrong("it sets items of something that is no dict, or a key without a value");
        }

        _budget.Charge(ItemCost * items.Length);
        for (var i = 0; i < items.Length; i += 2)
        {
            if (items[i] is string key && !dict.Items.TryAdd(key, items[i + 1]))
            {
                throw Wrong($"the key {ForeignText.Show(key)} occurs twice");
            }
        }
    }

    /// <summary>Keeps the top of the stack. Python numbers what it keeps one by one: from 0, and Python 2 from 1.</summary>
    private readonly void Remember(uint place)
    {
        if (place > _memo.Count + 1L)
        {
            throw Wrong($"it keeps something as number {place} when there are {_memo.Count}");
        }

        _budget.Charge(ItemCost);
        while (_memo.Count <= place)
        {
            _memo.Add(null);
        }

        _memo[(int)place] = Peek();
    }

    private readonly object? Recall(uint place) =>
        place < _memo.Count ? _memo[(int)place] : throw Wrong($"it recalls number {place}, which it did not keep");
}
