using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

public sealed class ArrowTests
{
    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Select(Repository.Relative)];

    [Fact]
    public void Projects_FoundOnDisk_AreRowsOfTheTable()
    {
        Assert.True(Repository.SourceProjects.Count >= 11, "Fewer source projects than steps.");
        Assert.All(Repository.SourceProjects, p => Assert.Contains(Path.GetFileNameWithoutExtension(p), ArrowTable.Rows.Keys));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_DeclaredReferences_AreAllowed(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        ArrowTable.Allowed allowed = ArrowTable.Rows[name];
        string path = Repository.Path(project);

        Assert.Empty(Repository.References(path, "ProjectReference").Except(allowed.Projects));
        Assert.Empty(Repository.References(path, "PackageReference").Except(allowed.Packages));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_CompiledReferences_AreAllowed(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string assembly = Path.Combine(AppContext.BaseDirectory, (name.EndsWith(".Cli", StringComparison.Ordinal) ? "dms" : name) + ".dll");
        Assert.True(File.Exists(assembly), $"{assembly} is missing: the command line no longer carries {name}.");

        IReadOnlyList<string> ours = [.. ReferencesOf(assembly).Where(r => r.StartsWith("Dms.Predictive.", StringComparison.Ordinal))];

        Assert.Empty(ours.Except(ArrowTable.Rows[name].Projects));
    }

    [Theory]
    [InlineData("Core")]
    [InlineData("Features")]
    [InlineData("Audit")]
    public void Assembly_OfAStepWithoutPackages_ReferencesTheFrameworkAlone(string step)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, $"Dms.Predictive.{step}.dll");

        Assert.All(ReferencesOf(assembly), r => Assert.True(
            r.StartsWith("System.", StringComparison.Ordinal) || r.StartsWith("Dms.Predictive.", StringComparison.Ordinal),
            $"{step} references {r}."));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Sources_AreNotEmpty(string project)
    {
        string folder = Path.GetDirectoryName(project)!;

        Assert.NotEmpty(Repository.Files(folder, "*.cs"));
    }

    [Fact]
    public void Projects_OnDisk_HaveTestsAndStandInTheSolution()
    {
        string solution = File.ReadAllText(Repository.Path("Dms.Predictive.sln"));
        IEnumerable<string> tested = Repository.TestProjects.Select(p => Path.GetFileNameWithoutExtension(p)!);

        Assert.Empty(Repository.SourceProjects.Select(p => Path.GetFileNameWithoutExtension(p) + ".Tests").Except(tested));
        Assert.All(Repository.SourceProjects.Concat(Repository.TestProjects), p => Assert.Contains(Path.GetFileName(p), solution));
    }

    [Fact]
    public void TestProjects_Sources_AreNotEmpty() => Assert.All(Repository.TestProjects, project =>
        Assert.True(
            Repository.Files(Repository.Relative(Path.GetDirectoryName(project)!), "*.cs")
                .Any(f => File.ReadAllText(f).Contains("[Fact", StringComparison.Ordinal)
                    || File.ReadAllText(f).Contains("[Theory", StringComparison.Ordinal)),
            $"{Repository.Relative(project)} has no test of its own."));

    private static List<string> ReferencesOf(string assembly)
    {
        using FileStream stream = File.OpenRead(assembly);
        using PEReader file = new(stream);
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))];
    }
}
