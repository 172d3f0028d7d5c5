using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging.RabbitMq;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>The configuration keys that scripts rely on (design.md section 6), read once and checked before anything starts.</summary>
/// <param name="DataFolder">Where SQLite files, seals and development keys lie; relative to the working folder.</param>
/// <param name="BankFolder">The folder exchanged with the bank: <c>outbox</c> and <c>inbox</c> inside.</param>
/// <param name="Broker">How RabbitMQ is reached; null for the in-memory transport.</param>
/// <param name="Services">The services to host.</param>
public sealed record PlatformOptions(string DataFolder, string BankFolder, BrokerSettings? Broker, IReadOnlyList<string> Services)
{
    /// <summary>Relative to the working folder.</summary>
    public const string DefaultDataFolder = "./data";

    /// <summary>The setting of <see cref="SealsFolder"/>.</summary>
    public const string SealsKey = "Seals:Folder";

    /// <summary>Where the services' databases are.</summary>
    public DatabaseSettings Database { get; init; } = DatabaseSettings.Sqlite(DataFolder);

    /// <summary>Where each day's heads of the hash chains are kept; outside <see cref="DataFolder"/> they outlive whoever can rewrite the databases.</summary>
    public string SealsFolder { get; init; } = DefaultSealsFolder(DataFolder);

    public static string DefaultSealsFolder(string dataFolder) => Path.Combine(dataFolder, "seals");

    public static string DefaultBankFolder(string dataFolder) => Path.Combine(dataFolder, "bank");

    /// <exception cref="StartupException">A key has a value that cannot be used; the message says which and what to write.</exception>
    public static PlatformOptions Read(IConfiguration configuration, IReadOnlyCollection<string> knownServices)
    {
        var data = ReadFolder(configuration, "Data:Folder", DefaultDataFolder);
        var bank = ReadFolder(configuration, "Bank:Folder", DefaultBankFolder(data));
        var services = ReadServices(configuration.GetSection("Services"), knownServices);
        var broker = BrokerSettings.Read(configuration);
        if (broker is null && services.Count < knownServices.Count)
        {
            throw new StartupException(
                "The in-memory transport reaches only this process, so it needs all services here; set Transport:Kind to RabbitMQ to host some of them.");
        }

        return new PlatformOptions(data, bank, broker, services)
        {
            Database = DatabaseSettings.Read(configuration, data),
            SealsFolder = ReadFolder(configuration, SealsKey, DefaultSealsFolder(data)),
        };
    }

    private static string ReadFolder(IConfiguration configuration, string key, string otherwise) =>
        string.IsNullOrWhiteSpace(configuration[key] ?? otherwise)
            ? throw new StartupException($"{key} is empty; name a folder, or leave the setting out for {otherwise}.")
            : Path.GetFullPath(configuration[key] ?? otherwise);

    private static IReadOnlyList<string> ReadServices(IConfigurationSection setting, IReadOnlyCollection<string> known)
    {
        if (!setting.Exists())
        {
            return [.. known];
        }

        // Empty is not absent: a variable that was never filled must not make a process of one service one of all.
        var names = (setting.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
        {
            throw new StartupException($"Services names none; write some of {string.Join(", ", known)} with commas between, or leave the setting out for all.");
        }

        var unknown = names.FirstOrDefault(name => !known.Contains(name));
        return unknown is null
            ? [.. known.Where(names.Contains)]
            : throw new StartupException($"Services names '{unknown}', which does not exist; choose from {string.Join(", ", known)}.");
    }
}
