using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoanServicing.Platform.Tests.Hosting;

internal static class OwnCertificate
{
    /// <summary>A new certificate with its key, as a file under a password.</summary>
    public static byte[] Pkcs12(string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=loans", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.Export(X509ContentType.Pkcs12, password);
    }
}
