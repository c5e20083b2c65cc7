namespace GhostNet.Arrows;

/// <summary>What holds of the folders of every project; each project's tests give the table.</summary>
/// <param name="project">The project.</param>
/// <param name="table">For each folder, those that it may use, separated by spaces.</param>
/// <param name="andWhatTheyUse">Whether it may also use what those may use.</param>
public abstract class FolderArrowTests(string project, IReadOnlyDictionary<string, string> table, bool andWhatTheyUse = false)
{
    [Fact]
    public void Each_folder_uses_only_those_below_it()
    {
        var others = FolderArrows.Of(project).NotIn(andWhatTheyUse ? FolderArrows.WithWhatTheyUse(table) : table);
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(FolderArrows.Of(project).Folders, table.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(FolderArrows.OnCircles(table));
    }
}
