namespace Dms.Predictive.Notebooks;
internal static class NotebooksAssembly;
