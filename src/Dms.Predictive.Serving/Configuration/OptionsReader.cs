using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Dms.Predictive.Core;
using Microsoft.Extensions.Configuration;

namespace Dms.Predictive.Serving;

/// <summary>Turns a configuration section into options: unknown keys, wrong types and impossible values are refused by name.</summary>
internal static class OptionsReader
{
    /// <summary>Reads a section into an options object.</summary>
    /// <exception cref="InputRefusedException">The first key that is not right (<c>configuration</c>).</exception>
    public static T Read<T>(IConfigurationSection section)
        where T : new()
    {
        T options = new();
        Fill(section, options);
        return options;
    }

    private static void Fill(IConfigurationSection section, object target)
    {
        PropertyInfo[] properties = target.GetType().GetProperties();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo property = properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Refused(child.Path, $"is unknown; known here are {string.Join(", ", properties.Select(p => p.Name))}");
            Set(child, property, target);
        }
    }

    private static void Set(IConfigurationSection child, PropertyInfo property, object target)
    {
        Type type = property.PropertyType;
        if (typeof(IList).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>)))
        {
            property.SetValue(target, ReadList(child, type.GetGenericArguments()[0]));
        }
        else if (type.Namespace == typeof(HostOptions).Namespace)
        {
            RefuseScalar(child, "an object");
            Fill(child, property.GetValue(target)!);
        }
        else
        {
            object? value = Scalar(child, type);
            RefuseImpossible(child, property, value);
            property.SetValue(target, value);
        }
    }

    private static IList ReadList(IConfigurationSection section, Type element)
    {
        RefuseScalar(section, "a list");
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (IConfigurationSection item in section.GetChildren())
        {
            if (element == typeof(string))
            {
                list.Add(item.Value ?? throw Refused(item.Path, "must be text"));
                continue;
            }

            object entry = Activator.CreateInstance(element)!;
            Fill(item, entry);
            foreach (PropertyInfo p in element.GetProperties().Where(p => p.GetCustomAttribute<RequiredAttribute>() is not null))
            {
                RefuseMissing(item, p, entry);
            }

            list.Add(entry);
        }

        return list;
    }

    private static object? Scalar(IConfigurationSection section, Type type)
    {
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (section.Value is not string text)
        {
            bool mayBeNull = wanted != type || type == typeof(string);
            return !section.GetChildren().Any() && mayBeNull ? null : throw Refused(section.Path, $"must be {NameOf(wanted)}");
        }

        if (text.Length == 0 && wanted != type)
        {
            return null;
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        object? value = wanted == typeof(string) ? text
            : wanted == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int i) ? i
            : wanted == typeof(bool) && bool.TryParse(text, out bool b) ? b
            : wanted == typeof(TimeSpan) && TimeSpan.TryParse(text, culture, out TimeSpan t) ? t
            : wanted == typeof(DateTimeOffset)
                && DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out DateTimeOffset d) ? d
            : null;
        return value ?? throw Refused(section.Path, $"is '{text}'; allowed is {NameOf(wanted)}");
    }

    private static void RefuseImpossible(IConfigurationSection section, PropertyInfo property, object? value)
    {
        if (value is null)
        {
            return;
        }

        if (property.GetCustomAttribute<RangeAttribute>() is RangeAttribute range && !range.IsValid(value))
        {
            throw Refused(section.Path, $"is {section.Value}; allowed is {range.Minimum} to {range.Maximum}");
        }

        if (property.GetCustomAttribute<RegularExpressionAttribute>() is RegularExpressionAttribute pattern && !pattern.IsValid(value))
        {
            throw Refused(section.Path, $"does not match {pattern.Pattern}");
        }
    }

    private static void RefuseMissing(IConfigurationSection item, PropertyInfo property, object entry)
    {
        if (property.GetValue(entry) is not string { Length: > 0 })
        {
            throw Refused($"{item.Path}:{property.Name}", "is missing");
        }
    }

    private static void RefuseScalar(IConfigurationSection section, string expected)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw Refused(section.Path, $"is '{section.Value}'; allowed is {expected}");
        }
    }

    private static string NameOf(Type type) => type == typeof(int) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time span such as 00:10:00"
        : type == typeof(DateTimeOffset) ? "a UTC time such as 2026-01-01T00:00:00Z"
        : "text";

    private static InputRefusedException Refused(string path, string fault) => new(
        "configuration", $"Key {path} {fault}. Correct the file, the environment or the command line.", path);
}
