using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Intake.Verification;

/// <summary>Rule R11 for what keeps signings apart: each document and each guarantor is counted as often as contracts name it.</summary>
internal static class CounterVerifier
{
    private const string SelectDocuments =
        """
        select c.kind, c.document_number, count(*) as named, coalesce(max(d.pledges), 0) as counted from collateral c
        left join document_counter d on d.kind = c.kind and d.document_number = c.document_number
        group by c.kind, c.document_number having count(*) <> coalesce(max(d.pledges), 0)
        """;

    private const string SelectGuarantors =
        """
        select g.national_id, count(*) as named, coalesce(max(c.guarantees), 0) as counted from guarantor g
        left join guarantor_counter c on c.national_id = g.national_id
        group by g.national_id having count(*) <> coalesce(max(c.guarantees), 0)
        """;

    private const string CountAll = "select (select count(*) from document_counter) + (select count(*) from guarantor_counter)";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var documents = (await connection.QueryAsync<MiscountedRow>(SelectDocuments)).Select(row =>
            $"document {row.Kind} {row.DocumentNumber} is pledged {row.Named} times and counted {row.Counted} times");
        var guarantors = (await connection.QueryAsync<MiscountedRow>(SelectGuarantors)).Select(row =>
            $"guarantor {Masked(row.NationalId)} is named {row.Named} times and counted {row.Counted} times");
        return new RuleFinding("R11", await connection.QuerySingleAsync<long>(CountAll), "documents and guarantors as often as contracts name them", [.. documents, .. guarantors]);
    }

    private static string Masked(string nationalId) => NationalId.TryParse(nationalId, out var id) ? id.Masked : "without a national id";

    private sealed record MiscountedRow
    {
        public string Kind { get; init; } = "";

        public string DocumentNumber { get; init; } = "";

        public string NationalId { get; init; } = "";

        public int Named { get; init; }

        public int Counted { get; init; }
    }
}
