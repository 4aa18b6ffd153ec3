{{/* The name of everything: the release's, once. */}}
{{- define "upkeep.name" -}}
{{- if contains "upkeep" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-upkeep{{ end -}}
{{- end }}

{{/* What the pods of this release are found by; it must never change. */}}
{{- define "upkeep.selector" -}}
app.kubernetes.io/name: upkeep
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "upkeep.labels" -}}
{{ include "upkeep.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "upkeep.image" -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end }}
