using System.Reflection;

namespace LoanServicing.Platform.Data;

/// <summary>
/// Where the tables of a service come from: the platform's own scripts, which every service has, and then the service's, both embedded as
/// <c>migrations/{dialect}/{component}/NNNN_name.sql</c> from <c>schemas/database</c>.
/// </summary>
public sealed record ServiceSchema(string Name, Assembly Assembly)
{
    public const string PlatformComponent = "platform";

    /// <param name="dialect">The folder of the scripts: <c>sqlite</c> or <c>sqlserver</c>.</param>
    internal IEnumerable<Migration> MigrationsFor(string dialect) =>
        Read(typeof(ServiceSchema).Assembly, dialect, PlatformComponent).Concat(Read(Assembly, dialect, Name));

    private static IEnumerable<Migration> Read(Assembly assembly, string dialect, string component)
    {
        var prefix = $"migrations/{dialect}/{component}/";
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Migration.Read(assembly, component, resource, resource[prefix.Length..]));
    }
}

/// <summary>One script. Scripts are only ever added: a released one keeps its text, which its hash checks.</summary>
internal sealed record Migration(string Component, int Version, string Name, string Sql)
{
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Sql)));

    public static Migration Read(Assembly assembly, string component, string resource, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var version = int.Parse(file[..4], System.Globalization.CultureInfo.InvariantCulture);
        return new Migration(component, version, Path.GetFileNameWithoutExtension(file), reader.ReadToEnd());
    }
}
