namespace Dms.Predictive.Serving;
internal static class ServingAssembly;
