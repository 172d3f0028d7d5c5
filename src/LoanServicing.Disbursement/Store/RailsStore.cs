using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Disbursement.Store;

/// <summary>
/// The rails by which orders were put into files, as they were configured then (rule R11). They are kept under the hash of their text, so that a row
/// that is changed by hand no longer answers to its name.
/// </summary>
internal static class RailsStore
{
    private const string CountVersion = "select count(*) from payment_rails where version = @version";

    private const string Insert = "insert into payment_rails (version, body, first_used_at) values (@version, @body, @Now)";

    private const string SelectAll = "select version, body from payment_rails order by version";


    public static string VersionOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    /// <summary>Keeps the rails unless they are kept already.</summary>
    /// <returns>Their version.</returns>
    public static async Task<string> KeepAsync(UnitOfWork unit, PaymentRails rails)
    {
        var body = FactJson.Write(rails);
        var version = VersionOf(body);
        if (await unit.QuerySingleAsync<long>(CountVersion, new { version }) == 0)
        {
            await unit.ExecuteAsync(Insert, new { version, body, unit.Now });
        }

        return version;
    }

    /// <summary>Every version with its text.</summary>
    public static async Task<IReadOnlyList<(string Version, string Body)>> AllAsync(DbConnection connection) =>
        [.. await connection.QueryAsync<(string, string)>(SelectAll)];

    public static PaymentRails Read(string body) => FactJson.Read<PaymentRails>(body);
}
