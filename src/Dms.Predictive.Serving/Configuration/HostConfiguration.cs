using System.Net;
using Dms.Predictive.Core;
using Microsoft.Extensions.Configuration;

namespace Dms.Predictive.Serving;

/// <summary>Finds a host's options: defaults, then a JSON file, then the environment, then the command line.</summary>
public static class HostConfiguration
{
    /// <summary>Where a host listens when nothing else is said.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Reads and checks everything, before any socket is opened.</summary>
    /// <param name="file">Configuration file; null = none.</param>
    /// <param name="urls">Addresses from the command line; null = from the configuration.</param>
    /// <exception cref="InputRefusedException">A key is unknown, a value impossible, or the host would be open to all
    /// (<c>configuration</c>, <c>open-bind</c>).</exception>
    public static HostOptions Read(string? file, string? urls)
    {
        HostOptions options = OptionsReader.Read<HostOptions>(Build(file).GetSection(HostOptions.Section));
        if (urls is not null)
        {
            options.Serving.Urls = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (options.Serving.Urls.Count == 0)
        {
            options.Serving.Urls = [DefaultUrl];
        }

        foreach (ApiKeyOptions key in options.Auth.ApiKeys)
        {
            RefuseBadKey(key);
        }

        RefuseRepeats(options.Auth.ApiKeys);
        RefuseOpenBind(options);
        RefuseModels(options);
        return options;
    }

    private static IConfigurationRoot Build(string? file)
    {
        ConfigurationBuilder builder = new();
        if (file is not null)
        {
            if (!System.IO.File.Exists(file))
            {
                throw new InputRefusedException("configuration", "There is no such file. Name an existing configuration file.", file);
            }

            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        try
        {
            IConfigurationRoot root = builder.AddEnvironmentVariables().Build();
            RefuseForeignSections(file, root);
            return root;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new InputRefusedException("configuration", $"The file is no JSON: {(e.InnerException ?? e).Message}", file ?? "environment", e);
        }
    }

    // The environment holds other programs' variables; the file is ours alone.
    private static void RefuseForeignSections(string? file, IConfigurationRoot root)
    {
        if (file is null)
        {
            return;
        }

        IConfigurationProvider json = root.Providers.First();
        string? foreign = json.GetChildKeys([], null)
            .FirstOrDefault(k => !k.Equals(HostOptions.Section, StringComparison.OrdinalIgnoreCase));
        if (foreign is not null)
        {
            throw new InputRefusedException("configuration", $"Section {foreign} is unknown; all settings stand below {HostOptions.Section}.", file);
        }
    }

    private static void RefuseBadKey(ApiKeyOptions key)
    {
        string[] unknown = [.. key.Roles.Except(Roles.All)];
        if (unknown.Length > 0 || key.Roles.Count == 0)
        {
            throw new InputRefusedException(
                "configuration",
                $"Key '{key.Id}' has {(unknown.Length > 0 ? $"the unknown role '{unknown[0]}'" : "no role")}; allowed are {string.Join(", ", Roles.All)}.",
                "Dms:Auth:ApiKeys");
        }
    }

    private static void RefuseRepeats(IEnumerable<ApiKeyOptions> keys)
    {
        if (keys.GroupBy(k => k.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InputRefusedException("configuration", $"Id '{twice.Key}' stands for two keys; ids are unique.", "Dms:Auth:ApiKeys");
        }
    }

    private static void RefuseOpenBind(HostOptions options)
    {
        foreach (string url in options.Serving.Urls)
        {
            if (!Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri)
                || uri.Scheme is not ("http" or "https"))
            {
                throw new InputRefusedException("configuration", $"'{url}' is no address. Write it as {DefaultUrl}.", "Dms:Serving:Urls");
            }

            if (IsLoopback(uri))
            {
                continue;
            }

            if (options.Auth.ApiKeys.Count == 0)
            {
                throw new InputRefusedException(
                    "open-bind", $"{url} is reachable from other machines and no key is configured. Add a key (dms serve keys new), or listen on {DefaultUrl}.",
                    "Dms:Serving:Urls");
            }

            if (uri.Scheme == "http" && !options.Serving.AllowPlainText)
            {
                throw new InputRefusedException(
                    "open-bind", $"{url} would carry keys in plain text. Use https, or set Dms:Serving:AllowPlainText behind a proxy that speaks TLS.",
                    "Dms:Serving:Urls");
            }
        }
    }

    private static void RefuseModels(HostOptions options)
    {
        if (options.Registry.Models is not null)
        {
            Refuse(options.Registry.Id is null, "Dms:Registry:Id", "is missing; name the model whose champion serves.");
            Refuse(options.Forecast.ModelDirectory is not null, "Dms:Forecast:ModelDirectory", "is set together with Dms:Registry:Models; choose one of them.");
            Refuse(!Directory.Exists(options.Registry.Models), "Dms:Registry:Models", $"is '{options.Registry.Models}', which is no folder; name the one that holds ID/VERSION bundles.");
        }

        IList<string> train = options.Retraining.Arguments;
        Refuse(train.Count > 0 && !train.Contains("--schedule"), "Dms:Retraining:Arguments", "hold no --schedule; without one the training would end at once.");
        Refuse(train.Contains("--once"), "Dms:Retraining:Arguments", "hold --once; a host starts trainings that go on.");
        Refuse(
            options.Retraining.BackOffAtMost < options.Retraining.BackOff, "Dms:Retraining:BackOffAtMost",
            $"is {options.Retraining.BackOffAtMost}; allowed is Dms:Retraining:BackOff, {options.Retraining.BackOff}, or more.");
    }

    private static void Refuse(bool isWrong, string key, string what)
    {
        if (isWrong)
        {
            throw new InputRefusedException("configuration", $"{key} {what}", key);
        }
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
